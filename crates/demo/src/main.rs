//! A login from end to end.

fn main() {}
