//! Keys and signatures (kinds B, F and H).
