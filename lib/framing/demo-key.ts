/**
 * The key (32 hex digits) that the simulated Luxembourg meter and the framer use if none is set: the ASCII text
 * "P1_DEMO_KEY_ONLY". It protects nothing; a real meter's key comes from the grid company.
 */
export const DEMO_DECRYPTION_KEY = "50315F44454D4F5F4B45595F4F4E4C59";

/** The authentication key that all Luxembourg meters share (E-Meter P1 specification 1.1.3, 3.2.5): 32 hex digits. */
export const LUXEMBOURG_AUTHENTICATION_KEY = "00112233445566778899AABBCCDDEEFF";
