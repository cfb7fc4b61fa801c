import { Link, useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { Alone } from "../layout/alone"
import { Connection } from "../layout/connection"
import AddPeer from "../peers/add"
import { t } from "../text"
import { Button } from "../ui/button"
import { Card } from "../ui/card"

// The first device, straight after the cell itself.
export default function FirstDevice() {
  const navigate = useNavigate()
  const [adding, setAdding] = useState(false)
  return (
    <Alone title={t.setup.phoneTitle}>
      <Connection />
      <Card>
        <p className="mb-5 text-soft">{t.setup.phoneText}</p>
        <div className="flex flex-wrap gap-3">
          <Button look="primary" onClick={() => setAdding(true)}>
            {t.peers.add}
          </Button>
          <Link to="/" className="inline-flex min-h-11 items-center px-4 font-semibold text-accent">
            {t.setup.skip}
          </Link>
        </div>
      </Card>
      {adding && <AddPeer onClose={() => void navigate({ to: "/devices" })} />}
    </Alone>
  )
}
