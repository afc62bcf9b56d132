//! The node of a city chapter.
//!
//! Who may import whom (`testing/tidy.rs` reads the sources and holds everybody to it):
//! - the doors ([`router`], [`inbox`], [`worker`], [`cli`]) import anything, and only `main` imports them;
//! - the floor (from [`app`] to [`web`]) imports the rules and the floor;
//! - a capability imports the rules, the floor, and of other capabilities only what their `mod.rs` shows, their JSON in
//!   `api.rs`, their cards in `web.rs` and their documents in `activity.rs`;
//! - inside a capability a file imports those to its left: `store`, `activity`, `mod`, `api`, `web`, `tests`.

// Doors.
pub mod cli;
pub mod inbox;
pub mod router;
pub mod worker;

// Floor.
pub mod activities;
pub mod app;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod federation;
pub mod hub;
pub mod ids;
pub mod later;
pub mod media;
pub mod site;
pub mod translator;
pub mod web;
pub mod zone;

// Capabilities.
pub mod accounts;
pub mod announcements;
pub mod annual_reports;
pub mod audit;
pub mod backups;
pub mod blocks;
pub mod bookmarks;
pub mod boosts;
pub mod cards;
pub mod chapter;
pub mod collections;
pub mod conversations;
pub mod credentials;
pub mod delegations;
pub mod desk;
pub mod email_subscriptions;
pub mod emojis;
pub mod endorsements;
pub mod favourites;
pub mod filters;
pub mod follows;
pub mod history;
pub mod letters;
pub mod lists;
pub mod markers;
pub mod members;
pub mod moderation;
pub mod network;
pub mod notes;
pub mod notifications;
pub mod oauth;
pub mod pins;
pub mod polls;
pub mod portability;
pub mod proposals;
pub mod push;
pub mod quotes;
pub mod reports;
pub mod scheduled;
pub mod search;
pub mod sessions;
pub mod statuses;
pub mod streaming;
pub mod suggestions;
pub mod tags;
pub mod teams;
pub mod timelines;
pub mod translations;
pub mod trends;
pub mod uploads;

pub mod testing;
