import { t } from "../text"
import { Heading } from "../ui/heading"
import { Dns } from "./dns"
import { Endpoint } from "./endpoint"
import { Records } from "./records"
import { Time } from "./time"
import { Web } from "./web"
import { Wireguard } from "./wireguard"

export default function Network() {
  return (
    <>
      <Heading>{t.network.title}</Heading>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Endpoint />
        <Wireguard />
        <Dns />
        <Records />
        <Time />
        <Web />
      </div>
    </>
  )
}
