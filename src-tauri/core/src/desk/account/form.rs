//! What *Connect our account* asks for, and what is wrong with it, field by field. Nothing is sent from here.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::view::Keep;
use crate::connect::{Credentials, ServiceAddressError, ServiceUrl};
use crate::desk::model::{
    Failure, Field, FieldProblem, Problem, credential_problem, is_country, required_line_problem,
};
use crate::typed;

/// What *Connect our account* asks for.
#[derive(Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountForm {
    pub service: ServiceChoice,
    pub credential: CredentialForm,
    pub desk_name: String,
    /// ISO 3166 alpha-2: where orders are placed.
    pub country: String,
    /// Asked without a default.
    pub several_desks: Option<bool>,
    pub keep: Keep,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceChoice {
    Production,
    PreProduction,
    Other { address: String },
}

/// The secret as it was typed. It comes in and never goes out: nothing here can be serialised.
#[derive(Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CredentialForm {
    Client {
        id: String,
        #[specta(type = String)]
        secret: SecretString,
    },
    Token {
        name: String,
        #[specta(type = String)]
        token: SecretString,
    },
}

impl CredentialForm {
    pub(super) fn credentials(&self) -> Credentials {
        match self {
            CredentialForm::Client { id, secret } => Credentials::Client {
                id: typed::address(id).text,
                secret: trimmed(secret),
            },
            CredentialForm::Token { name, token } => Credentials::Token {
                name: typed::line(name).text,
                token: trimmed(token),
            },
        }
    }
}

fn trimmed(secret: &SecretString) -> SecretString {
    let visible = Zeroizing::new(typed::without_invisible(secret.expose_secret()));
    SecretString::from(visible.trim().to_owned())
}

pub(super) fn chosen_service(choice: &ServiceChoice) -> Result<ServiceUrl, Failure> {
    match choice {
        ServiceChoice::Production => Ok(ServiceUrl::production()),
        ServiceChoice::PreProduction => Ok(ServiceUrl::pre_production()),
        ServiceChoice::Other { address } => {
            service_of(address).map_err(|problem| Failure::of_field(Field::Service, problem))
        }
    }
}

fn service_of(typed: &str) -> Result<ServiceUrl, Problem> {
    let cleaned = typed::address(typed);
    if let Some(unclear) = cleaned.unclear {
        return Err(Problem::from(unclear));
    }
    ServiceUrl::parse(&cleaned.text).map_err(address_problem)
}

fn address_problem(error: ServiceAddressError) -> Problem {
    match error {
        ServiceAddressError::Empty => Problem::Empty,
        ServiceAddressError::NotEncrypted => Problem::NotSecure,
        ServiceAddressError::NotAnAddress | ServiceAddressError::WrongScheme => {
            Problem::NotAnAddress
        }
        ServiceAddressError::UserInfo | ServiceAddressError::QueryOrFragment => {
            Problem::MoreThanAnAddress
        }
        ServiceAddressError::HasVersion => Problem::WithVersion,
    }
}

/// The longest name of a desk or an account that still fits on a slip.
const NAME_LIMIT: usize = 100;

pub(super) fn form_problems(form: &AccountForm) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if let ServiceChoice::Other { address } = &form.service
        && let Err(problem) = service_of(address)
    {
        problems.push(FieldProblem {
            field: Field::Service,
            problem,
        });
    }
    let name = match &form.credential {
        CredentialForm::Client { id, .. } => (Field::ClientId, typed::address(id)),
        CredentialForm::Token { name, .. } => (Field::TokenName, typed::line(name)),
    };
    if let (field, Some(unclear)) = (name.0, name.1.unclear) {
        problems.push(FieldProblem {
            field,
            problem: Problem::from(unclear),
        });
    } else if let Err(found) = form.credential.credentials().check() {
        problems.push(credential_problem(found));
    }
    if let Some(problem) = required_line_problem(&form.desk_name, NAME_LIMIT) {
        problems.push(FieldProblem {
            field: Field::DeskName,
            problem,
        });
    }
    if !is_country(&form.country) {
        problems.push(FieldProblem {
            field: Field::Country,
            problem: Problem::NotACountry,
        });
    }
    if form.several_desks.is_none() {
        problems.push(FieldProblem {
            field: Field::SeveralDesks,
            problem: Problem::Empty,
        });
    }
    problems
}
