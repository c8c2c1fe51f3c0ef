//! Token responses, error responses and callbacks (kinds B, C and E).
