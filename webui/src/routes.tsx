// Which page stands where, and who may be there. Each page is a part of its own, loaded when it is
// first opened.
import type { QueryClient } from "@tanstack/react-query"
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router"
import { Missing } from "./layout/missing"
import { health, me } from "./session/me"

type Context = { queries: QueryClient }

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: Missing })

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(() => import("./session/login")),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./setup/page")),
})

const firstDevice = createRoute({
  getParentRoute: () => root,
  path: "/setup/device",
  component: lazyRouteComponent(() => import("./setup/device")),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: lazyRouteComponent(() => import("./layout/shell")),
  beforeLoad: async ({ context: { queries } }) => {
    if (!(await queries.ensureQueryData(health)).set_up) throw redirect({ to: "/setup" })
    if (!(await queries.ensureQueryData(me))) throw redirect({ to: "/login" })
  },
})

// Of the shell's pages, which are an administrator's alone.
const forAdmins = ({ context: { queries } }: { context: Context }) => {
  if (queries.getQueryData(me.queryKey)?.role !== "admin") throw redirect({ to: "/devices" })
}

const overview = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import("./overview/page")),
})

const peers = createRoute({
  getParentRoute: () => shell,
  path: "/devices",
  component: lazyRouteComponent(() => import("./peers/list")),
})

const peer = createRoute({
  getParentRoute: () => shell,
  path: "/devices/$id",
  component: lazyRouteComponent(() => import("./peers/page")),
})

const network = createRoute({
  getParentRoute: () => shell,
  path: "/network",
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import("./network/page")),
})

const units = createRoute({
  getParentRoute: () => shell,
  path: "/servers",
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import("./units/page")),
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: "/activity",
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import("./activity/page")),
})

const users = createRoute({
  getParentRoute: () => shell,
  path: "/people",
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import("./users/page")),
})

const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/page")),
})

const tree = root.addChildren([
  login,
  setup,
  firstDevice,
  shell.addChildren([overview, peers, peer, network, units, activity, users, account]),
])

export function makeRouter(queries: QueryClient) {
  return createRouter({ routeTree: tree, context: { queries }, defaultPreload: "intent" })
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
