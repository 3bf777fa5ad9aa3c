//! How a moment is written in a request. Not here: reading one (`lenient`), which takes any ISO 8601 form.

use jiff::Timestamp;

/// As the documentation prints it: UTC, whole seconds.
pub(super) fn format(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
