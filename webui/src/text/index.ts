import { en } from "./en"

export type Texts = typeof en
export const t: Texts = en
