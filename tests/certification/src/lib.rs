//! This package has integration tests only; they are in `tests/`.
