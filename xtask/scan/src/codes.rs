//! Install codes as the service gives them, made up.

use crate::chance::Chance;

/// Server addresses, the usual one most often. The short and the long one make smaller and larger pictures.
const HOSTS: [&str; 5] = [
    "rsp.truphone.com",
    "rsp.truphone.com",
    "rsp.truphone.com",
    "smdp.io",
    "rsp-eu.production.example.com",
];

/// The text of the install code of one shot.
pub fn code(chance: &mut Chance) -> String {
    let host = chance.one_of(&HOSTS);
    // Forms of matching ids that the service's documents show.
    let form = chance.one_of(&["##-######-####", "##-######-######", "#-######-######"]);
    let matching_id: String = form
        .chars()
        .map(|place| match place {
            '#' => chance.one_of(b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ").into(),
            other => other,
        })
        .collect();
    // One code in ten carries an OID and asks for a confirmation code.
    let rest = match chance.share() < 0.1 {
        true => "$1.3.6.1.4.1.31746$1",
        false => "",
    };
    format!("LPA:1${host}${matching_id}{rest}")
}
