export { BANG, CR, LF, MAX_TELEGRAM, NUL } from "./bytes";
