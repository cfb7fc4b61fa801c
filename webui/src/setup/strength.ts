// How hard a password is to guess, from 0 to 4: roughly, by its length and by how much of it is
// new. What is too short the cell refuses.
export const shortest = 12

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]

export function strength(password: string): 0 | 1 | 2 | 3 | 4 {
  if (password.length < shortest) return 0
  const different = new Set(password.toLowerCase()).size
  const kinds = classes.filter((each) => each.test(password)).length
  const bits = Math.min(password.length, different * 2) * (2 + kinds * 0.75)
  if (bits < 45) return 1
  if (bits < 60) return 2
  return bits < 85 ? 3 : 4
}
