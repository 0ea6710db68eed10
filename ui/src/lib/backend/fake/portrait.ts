// Draws people who do not exist, as SVG, each computed from a seed. Knows nothing of the household they live in.

const skins = ['#e6b996', '#d2a078', '#a57350', '#825a41', '#f0c8a5']
const hairs = ['#28201e', '#6e4628', '#be783c', '#7d7a78', '#46291a']
const irises = ['#2f5a86', '#6e4628', '#467a46', '#3c3c50']
const clothes = ['#34506e', '#6e3448', '#3f6650', '#7a6a3e', '#58486e', '#3d4550', '#8a4a34', '#2f6a70']
const backdrops = ['#27313f', '#2f3a35', '#3a332d', '#2b2f45', '#353034']

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

interface Look {
  skin: string
  hair: string
  iris: string
  cloth: string
  backdrop: string
  width: number
  height: number
  eyeDistance: number
  eyeSize: number
  brow: number
  nose: number
  mouth: number
  style: number
  hasGlasses: boolean
  hasBeard: boolean
}

function lookOf(seed: number): Look {
  const roll = dice(seed * 7919 + 17)
  const pick = <T>(from: T[]): T => from[Math.floor(roll() * from.length)] as T
  return {
    skin: pick(skins),
    hair: pick(hairs),
    iris: pick(irises),
    cloth: pick(clothes),
    backdrop: pick(backdrops),
    width: 50 + roll() * 13,
    height: 70 + roll() * 14,
    eyeDistance: 20 + roll() * 6,
    eyeSize: 6.5 + roll() * 2.5,
    brow: 2 + roll() * 2.4,
    nose: 8 + roll() * 7,
    mouth: 14 + roll() * 9,
    style: Math.floor(roll() * 4),
    hasGlasses: roll() < 0.25,
    hasBeard: roll() < 0.25,
  }
}

/** The head of a person around (120, 112), about 150 high. */
function head(look: Look): string {
  const [cx, cy] = [120, 112]
  const { width: w, height: h } = look
  const hair = {
    0: `<path d="M${cx - w - 6} ${cy + 4}Q${cx - w - 12} ${cy - h - 14} ${cx} ${cy - h - 16}T${cx + w + 6} ${cy + 4}L${cx + w - 6} ${cy - 22}Q${cx + 8} ${cy - h + 12} ${cx - w + 10} ${cy - 24}Z" fill="${look.hair}"/>`,
    1: `<path d="M${cx - w - 3} ${cy - 8}Q${cx - w - 2} ${cy - h - 12} ${cx} ${cy - h - 12}T${cx + w + 3} ${cy - 8}Q${cx + w - 12} ${cy - h + 26} ${cx} ${cy - h + 22}T${cx - w - 3} ${cy - 8}Z" fill="${look.hair}"/>`,
    2: `<path d="M${cx - w - 4} ${cy}Q${cx - w - 8} ${cy - h - 12} ${cx} ${cy - h - 14}T${cx + w + 4} ${cy}Q${cx + w - 4} ${cy - 40} ${cx - 18} ${cy - h + 18}Q${cx - w + 6} ${cy - 34} ${cx - w - 4} ${cy}Z" fill="${look.hair}"/>`,
    3: `<path d="M${cx - w - 2} ${cy - 16}Q${cx - w + 2} ${cy - h - 8} ${cx} ${cy - h - 8}T${cx + w + 2} ${cy - 16}Q${cx + w - 8} ${cy - h + 14} ${cx} ${cy - h + 12}T${cx - w - 2} ${cy - 16}Z" fill="${look.hair}"/>`,
  }[look.style]
  const longHair =
    look.style === 0 || look.style === 2
      ? `<path d="M${cx - w - 8} ${cy - 20}Q${cx - w - 20} ${cy + 62} ${cx - w + 4} ${cy + 84}H${cx + w - 4}Q${cx + w + 20} ${cy + 62} ${cx + w + 8} ${cy - 20}Z" fill="${look.hair}"/>`
      : ''
  const eye = (side: number): string => {
    const x = cx + side * look.eyeDistance
    const y = cy - 6
    const r = look.eyeSize
    return `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 0.55}" fill="#f4f4f2"/><circle cx="${x}" cy="${y}" r="${r * 0.5}" fill="${look.iris}"/><circle cx="${x}" cy="${y}" r="${r * 0.24}" fill="#111"/><circle cx="${x + 1.4}" cy="${y - 1.4}" r="1" fill="#fff"/><path d="M${x - r - 1} ${y - 1}Q${x} ${y - r - 1} ${x + r + 1} ${y - 1}" fill="none" stroke="#2a2224" stroke-width="1.8" stroke-linecap="round"/><path d="M${x - r - 3} ${y - r - 5}Q${x} ${y - r - 10} ${x + r + 3} ${y - r - 5}" fill="none" stroke="${look.hair}" stroke-width="${look.brow}" stroke-linecap="round"/>`
  }
  const beard = look.hasBeard
    ? `<path d="M${cx - w + 2} ${cy + 14}Q${cx - w + 2} ${cy + h * 0.74} ${cx - 16} ${cy + h - 2}Q${cx} ${cy + h + 5} ${cx + 16} ${cy + h - 2}Q${cx + w - 2} ${cy + h * 0.74} ${cx + w - 2} ${cy + 14}Q${cx + w - 10} ${cy + 34} ${cx + 20} ${cy + 33}H${cx - 20}Q${cx - w + 10} ${cy + 34} ${cx - w + 2} ${cy + 14}Z" fill="${look.hair}" opacity="0.75"/>`
    : ''
  const glasses = look.hasGlasses
    ? `<g fill="none" stroke="#1c2026" stroke-width="2.4"><circle cx="${cx - look.eyeDistance}" cy="${cy - 6}" r="13"/><circle cx="${cx + look.eyeDistance}" cy="${cy - 6}" r="13"/><path d="M${cx - look.eyeDistance + 13} ${cy - 8}Q${cx} ${cy - 12} ${cx + look.eyeDistance - 13} ${cy - 8}"/></g>`
    : ''
  const noseY = cy - 4 + look.nose + 14
  const mouthY = noseY + 18
  return `${longHair}
    <path d="M${cx - 20} ${cy + h - 18}V${cy + h + 26}H${cx + 20}V${cy + h - 18}Z" fill="${look.skin}"/>
    <path d="M${cx - 20} ${cy + h - 12}Q${cx} ${cy + h + 16} ${cx + 20} ${cy + h - 12}V${cy + h + 4}Q${cx} ${cy + h + 22} ${cx - 20} ${cy + h + 4}Z" fill="#000" opacity="0.18"/>
    <ellipse cx="${cx - w}" cy="${cy + 2}" rx="7" ry="12" fill="${look.skin}"/><ellipse cx="${cx + w}" cy="${cy + 2}" rx="7" ry="12" fill="${look.skin}"/>
    <path d="M${cx - w} ${cy - 14}Q${cx - w} ${cy - h} ${cx} ${cy - h}T${cx + w} ${cy - 14}Q${cx + w} ${cy + h * 0.72} ${cx + 16} ${cy + h - 3}Q${cx} ${cy + h + 4} ${cx - 16} ${cy + h - 3}Q${cx - w} ${cy + h * 0.72} ${cx - w} ${cy - 14}Z" fill="${look.skin}"/>
    <path d="M${cx + 10} ${cy - h}Q${cx + w} ${cy - h} ${cx + w} ${cy - 14}Q${cx + w} ${cy + h * 0.72} ${cx + 16} ${cy + h - 3}Q${cx + w - 8} ${cy + 20} ${cx + 10} ${cy - h}Z" fill="#000" opacity="0.1"/>
    ${beard}${eye(-1)}${eye(1)}
    <path d="M${cx + 1} ${cy}Q${cx + 6} ${noseY - 6} ${cx + look.nose * 0.6} ${noseY}Q${cx} ${noseY + 4} ${cx - look.nose * 0.5} ${noseY}" fill="none" stroke="#000" stroke-opacity="0.28" stroke-width="2.4" stroke-linecap="round"/>
    <path d="M${cx - look.mouth} ${mouthY}Q${cx} ${mouthY - 5} ${cx + look.mouth} ${mouthY}Q${cx} ${mouthY + 10} ${cx - look.mouth} ${mouthY}Z" fill="#9c4a48"/>
    ${glasses}${hair}`
}

const encode = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

/** A square picture of somebody's face, as a camera would keep it; each variant has other light and another position. */
export function portrait(seed: number, variant: number): string {
  const look = lookOf(seed)
  const roll = dice(seed * 31 + variant * 101)
  const turn = (roll() - 0.5) * 10
  const [x, y] = [(roll() - 0.5) * 10, (roll() - 0.5) * 8]
  const dark = roll() * 0.28
  const zoom = 1.02 + roll() * 0.14
  return encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="24 8 192 192" width="192" height="192"><rect width="240" height="240" fill="${look.backdrop}"/><radialGradient id="g" cx="0.3" cy="0.2" r="0.9"><stop offset="0" stop-color="#ffd9a0" stop-opacity="0.3"/><stop offset="1" stop-color="#000" stop-opacity="0.3"/></radialGradient><rect width="240" height="240" fill="url(#g)"/><g transform="translate(${x} ${y}) rotate(${turn} 120 112) scale(${zoom})" transform-origin="120 112"><path d="M20 250Q24 190 92 182H148Q216 190 220 250Z" fill="${look.cloth}"/>${head(look)}</g><rect width="240" height="240" fill="#04060a" opacity="${dark}"/></svg>`,
  )
}

/** Head and body without a background, 240 x 480, for standing in a street. */
export function figure(seed: number): string {
  const look = lookOf(seed)
  return encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 480" width="240" height="480"><path d="M8 480Q10 216 88 188H152Q230 216 232 480Z" fill="${look.cloth}"/><path d="M120 200V480" stroke="#000" stroke-opacity="0.2" stroke-width="3"/>${head(look)}</svg>`,
  )
}

/** A wide picture of somebody at the door, as it is kept with an alert. */
export function scene(seed: number): string {
  const look = lookOf(seed)
  return encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720"><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2b3950"/><stop offset="1" stop-color="#b98063"/></linearGradient><rect width="1280" height="440" fill="url(#s)"/><rect y="330" width="1280" height="110" fill="#26352d"/><rect y="430" width="1280" height="290" fill="#4b4745"/><path d="M0 0H130V720H0ZM1150 0H1280V720H1150Z" fill="#6f4f37"/><rect width="1280" height="44" fill="#5c3f2c"/><radialGradient id="l" cx="0.5" cy="0.08" r="0.6"><stop offset="0" stop-color="#ffd9a0" stop-opacity="0.5"/><stop offset="1" stop-color="#ffd9a0" stop-opacity="0"/></radialGradient><rect width="1280" height="720" fill="url(#l)"/><g transform="translate(430 150) scale(1.75)"><path d="M8 480Q10 216 88 188H152Q230 216 232 480Z" fill="${look.cloth}"/>${head(look)}</g></svg>`,
  )
}
