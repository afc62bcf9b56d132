//! What all pages and client endpoints share: routes that can be listed, parameters in every spelling clients use,
//! pages and their errors, languages and colours, cookies, pagination, and HTML made safe.

pub mod cache;
pub mod chart;
pub mod colour;
pub mod cookies;
pub mod feed;
pub mod forms;
pub mod headers;
pub mod html;
pub mod language;
pub mod limits;
pub mod made;
pub mod markdown;
pub mod multipart;
pub mod page;
pub mod pagination;
pub mod params;
pub mod routes;
pub mod statics;

pub use page::PageError;
pub use pagination::Paging;
pub use params::{Id, Params, Segments};
pub use routes::Routes;
