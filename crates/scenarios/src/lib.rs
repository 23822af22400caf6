#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod plain;
