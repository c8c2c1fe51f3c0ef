//! What a caller must do outside before the next step can be taken.

mod unreplayed;

pub use unreplayed::{FirstUse, ReplayKey, Replayed, Unreplayed};
