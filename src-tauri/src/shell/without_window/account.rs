//! The account of a counter, without its window. The secret comes on standard input and goes to the service and into the
//! keychain of the user who runs this; it is in no argument, no variable and no file.

use std::io::{IsTerminal, Read};
use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::told::Refusal;
use crate::connect::ServiceUrl;
use crate::desk::{AccountAlone, AccountForm, CredentialForm, Keep, ServiceChoice};
use crate::keychain::Keychain;
use crate::platform::files;
use crate::settings::Settings;
use crate::shell::start::instance::{Instance, InstanceError};
use crate::shell::start::log;
use crate::shell::start::options::{AccountAct, NewAccount};

/// No secret is longer, and no script that pipes a whole file in by mistake is read to its end.
const LONGEST: u64 = 16 * 1024;
/// So long somebody has for the password of the keychain.
const PATIENCE: Duration = Duration::from_secs(120);

/// Does it with the account of the desk in this folder. Gives the line to print, with its end.
pub fn done(data: &Path, service: Option<String>, act: AccountAct) -> Result<String, Refusal> {
    if !files::would_be_ours(data) {
        return Err(Refusal::Folder("it is another user's"));
    }
    match act {
        AccountAct::List => Ok(listed(&AccountAlone::settings(data)?)),
        AccountAct::Check => alone(data, async |account| {
            let view = account.check().await?;
            Ok(format!("{} is taken by {}.\n", view.name, view.service))
        }),
        AccountAct::Remove => alone(data, async |account| {
            let (name, service) = account.forget().await?;
            Ok(format!("{name} is forgotten, of {service}.\n"))
        }),
        AccountAct::Import(new) => {
            let form = form_of(new, service, &AccountAlone::settings(data)?, secret()?)?;
            alone(data, async |account| {
                let view = account.connect(form).await?;
                Ok(format!(
                    "{} is connected with {}.\n",
                    view.name, view.service
                ))
            })
        }
    }
}

/// What is connected: client id or the token's name, service, desk. Empty where nothing is.
fn listed(settings: &Settings) -> String {
    let account = settings.account.as_ref();
    let line = account.map(|account| {
        format!(
            "{}\t{}\t{}\n",
            account.name, account.service, settings.desk_name
        )
    });
    line.unwrap_or_default()
}

/// What is not said stays as it is at this counter; a new one has to be told.
fn form_of(
    new: NewAccount,
    service: Option<String>,
    now: &Settings,
    secret: SecretString,
) -> Result<AccountForm, Refusal> {
    let missing = |option: &str| Refusal::Option(format!("{option} is missing"));
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let stored = now.account.as_ref();
    // A secret is sent to no other service than the one that the counter has, unless that is said.
    let is_usual = stored.is_none_or(|stored| stored.service == ServiceUrl::production().base());
    let service = match service {
        Some(address) => ServiceChoice::Other { address },
        None if is_usual => ServiceChoice::Production,
        None => return Err(missing("--service")),
    };
    let desk = new.desk.or_else(|| known(&now.desk_name));
    let country = new.country.or_else(|| known(&now.country));
    let several = new.several_desks;
    let several = several.or_else(|| stored.and_then(|stored| stored.several_desks()));
    Ok(AccountForm {
        service,
        credential: CredentialForm::Client {
            id: new.client,
            secret,
        },
        desk_name: desk.ok_or_else(|| missing("--desk"))?,
        country: country.ok_or_else(|| missing("--country"))?,
        several_desks: Some(several.ok_or_else(|| missing("--several-desks"))?),
        keep: Keep::Keychain,
    })
}

/// The first line of standard input. Nobody is asked at a terminal, which would show what is typed.
fn secret() -> Result<SecretString, Refusal> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(Refusal::Input(
            "the secret is to come from a pipe or a file",
        ));
    }
    let mut text = Zeroizing::new(String::with_capacity(
        usize::try_from(LONGEST).unwrap_or(0) + 1,
    ));
    let read = input.lock().take(LONGEST + 1).read_to_string(&mut text);
    match read {
        Err(_) => return Err(Refusal::Input("it is no text")),
        Ok(0) => return Err(Refusal::Input("there is no secret in it")),
        Ok(_) if text.len() as u64 > LONGEST => {
            return Err(Refusal::Input("it is too long for a secret"));
        }
        Ok(_) => {}
    }
    let mut lines = text.lines();
    let secret = lines.next().unwrap_or_default();
    if lines.any(|line| !line.trim().is_empty()) {
        return Err(Refusal::Input("it has more than one line"));
    }
    Ok(SecretString::from(secret.to_owned()))
}

/// Opens the account of this folder for `work`, where nobody has the desk open.
fn alone(
    data: &Path,
    work: impl AsyncFnOnce(AccountAlone) -> Result<String, Refusal>,
) -> Result<String, Refusal> {
    let _instance = Instance::take_without_window(data).map_err(|error| match error {
        InstanceError::RunsAlready
        | InstanceError::OpenElsewhere(_)
        | InstanceError::NotAnswering => Refusal::Open,
        InstanceError::Folder(error) => Refusal::FolderOf(error),
    })?;
    let _log = log::start(data);
    // A second provider would be the first one once more.
    drop(rustls::crypto::ring::default_provider().install_default());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(Refusal::FolderOf)?;
    runtime.block_on(async {
        let keychain = Keychain::of_this_computer().with_patience(PATIENCE);
        work(AccountAlone::open(data, keychain).await?).await
    })
}
