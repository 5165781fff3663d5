//! Parts of pages. Each is a function that makes markup; none calls anybody.

pub(crate) mod alert;
pub(crate) mod banner;
pub(crate) mod chart;
pub(crate) mod crisis;
pub(crate) mod form;
pub(crate) mod found;
pub(crate) mod live;
pub(crate) mod numbers;
pub(crate) mod panel;
pub(crate) mod qr;
pub(crate) mod said;
pub(crate) mod shell;
pub(crate) mod source;
