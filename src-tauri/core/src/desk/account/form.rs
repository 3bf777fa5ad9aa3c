//! What *Connect our account* asks for, and what is wrong with it, field by field. Nothing is sent from here.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::view::Keep;
use crate::connect::{Credentials, ServiceAddressError, ServiceUrl};
use crate::desk::model::{
    Failure, Field, FieldProblem, Problem, credential_problem, is_country, line_problem,
};

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
                id: id.trim().to_owned(),
                secret: trimmed(secret),
            },
            CredentialForm::Token { name, token } => Credentials::Token {
                name: name.trim().to_owned(),
                token: trimmed(token),
            },
        }
    }
}

fn trimmed(secret: &SecretString) -> SecretString {
    SecretString::from(secret.expose_secret().trim().to_owned())
}

pub(super) fn chosen_service(choice: &ServiceChoice) -> Result<ServiceUrl, Failure> {
    match choice {
        ServiceChoice::Production => Ok(ServiceUrl::production()),
        ServiceChoice::PreProduction => Ok(ServiceUrl::pre_production()),
        ServiceChoice::Other { address } => {
            ServiceUrl::parse(address).map_err(|error| Failure::Fields {
                problems: vec![FieldProblem {
                    field: Field::Service,
                    problem: address_problem(error),
                }],
            })
        }
    }
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
        && let Err(error) = ServiceUrl::parse(address)
    {
        problems.push(FieldProblem {
            field: Field::Service,
            problem: address_problem(error),
        });
    }
    if let Err(found) = form.credential.credentials().check() {
        problems.push(credential_problem(found));
    }
    if let Some(problem) = required_line(&form.desk_name) {
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

fn required_line(text: &str) -> Option<Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Problem::Empty);
    }
    line_problem(text, NAME_LIMIT)
}
