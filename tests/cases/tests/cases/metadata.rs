//! Provider metadata and the keys that it names (kinds B, F, G and H).
