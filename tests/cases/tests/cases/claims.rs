//! Claims of ID Tokens and of UserInfo (kinds A, B, D and F).
