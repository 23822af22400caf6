#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod plain;
pub mod settings;
pub mod shop;
