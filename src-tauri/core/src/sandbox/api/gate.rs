//! Every request of the API passes here: it is counted, measured against the limit, met by a mishap if one waits for
//! it, and asked for its token.
//!
//! Not in it: the mishaps' vocabulary (`faults`) and the routes behind the gate.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, LOCATION},
    },
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use futures_util::stream;
use jiff::{Timestamp, fmt::rfc2822};
use serde_json::Value;
use uuid::Uuid;

use super::{answer::Refusal, listen::severed, token};
use crate::sandbox::{
    faults::{Fault, Mishap, Moment, Step},
    paths,
    state::{Post, Shared, Waiting},
    store::limit::Allowance,
};

/// Most bytes of a request's body.
const LONGEST_BODY: usize = 1 << 20;
/// White space in front of an oversized answer: so many blocks of so many bytes.
const PADDING_BLOCKS: usize = 320;
const PADDING_BLOCK: usize = 1 << 16;

/// Which of the [`Post`]s a request is, for the route that books the order to note it there.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct PostPlace(pub(super) usize);

/// The gate itself.
pub(in crate::sandbox) async fn pass(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(step) = paths::step(request.method(), request.uri().path()) else {
        return next.run(request).await;
    };
    let (allowance, fault) = arrive(&shared, step, &mut request);
    let over = allowance.as_ref().is_some_and(|allowance| allowance.over);
    let mut response = if over {
        Refusal::too_many().into_response()
    } else {
        meet(&shared, step, fault, request, next).await
    };
    if shared.lock().quirks.byte_order_mark && is_json(&response) {
        response = reworked(response, marked).await;
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        shared.lock().seen.unauthorised += 1;
    }
    if let Some(allowance) = allowance {
        allowance.state(response.headers_mut());
    }
    date(&shared, &mut response);
    response
}

/// Counts a request, and finds what the limit and a waiting fault say to it.
fn arrive(
    shared: &Shared,
    step: Step,
    request: &mut Request,
) -> (Option<Allowance>, Option<Fault>) {
    let mut state = shared.lock();
    state.seen.count(step);
    if step == Step::Order {
        let place = PostPlace(state.seen.posts.len());
        state.seen.posts.push(Post {
            correlation_id: correlation_id(request.headers()),
            order: None,
        });
        request.extensions_mut().insert(place);
    }
    let limit = shared
        .options
        .requests_per_minute
        .filter(|_| step != Step::Token);
    let allowance = limit.map(|limit| state.window.take(limit, shared.clock.now()));
    let over = allowance.as_ref().is_some_and(|allowance| allowance.over);
    state.seen.over_limit += u64::from(over);
    let fault = if over {
        None
    } else {
        waiting_fault(&mut state.faults, step, shared.clock.now()).or_else(|| {
            let millis = *state.quirks.slow_millis.get(&step)?;
            Some(Fault::next(step, Mishap::Slow { millis }).after_work())
        })
    };
    (allowance, fault)
}

/// The first fault for this step; one that strikes a number of times has one strike less then, or is over.
fn waiting_fault(faults: &mut Vec<Waiting>, step: Step, now: Timestamp) -> Option<Fault> {
    faults.retain(|waiting| waiting.until.is_none_or(|until| now < until));
    let place = faults
        .iter()
        .position(|waiting| waiting.fault.step == step)?;
    let waiting = &mut faults[place];
    let fault = waiting.fault.clone();
    if waiting.until.is_none() {
        waiting.fault.times = fault.times.saturating_sub(1);
        if waiting.fault.times == 0 {
            faults.remove(place);
        }
    }
    Some(fault)
}

async fn meet(
    shared: &Arc<Shared>,
    step: Step,
    fault: Option<Fault>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = fault else {
        return admit(shared, step, request, next).await;
    };
    if fault.mishap == Mishap::Drop && fault.moment == Moment::BeforeWork {
        return severed();
    }
    // Read now: a caller who hangs up in the middle has still sent all of it.
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return severed();
    };
    let request = Request::from_parts(parts, Body::from(body));
    if let Mishap::Slow { millis } = fault.mishap {
        let wait = Duration::from_millis(millis);
        return late(shared, step, fault.moment, wait, request, next).await;
    }
    if fault.moment == Moment::BeforeWork && !alters_the_answer(&fault.mishap) {
        return spoiled(shared, step, fault.mishap, severed()).await;
    }
    let answer = admit(shared, step, request, next).await;
    spoiled(shared, step, fault.mishap, answer).await
}

/// In a task of its own, because a service goes on working when the caller stops waiting.
async fn late(
    shared: &Arc<Shared>,
    step: Step,
    moment: Moment,
    wait: Duration,
    request: Request,
    next: Next,
) -> Response {
    let shared = Arc::clone(shared);
    let work = tokio::spawn(async move {
        let delay = async {
            tokio::select! {
                () = tokio::time::sleep(wait) => true,
                () = shared.closing.notified() => false,
            }
        };
        match moment {
            Moment::BeforeWork => {
                if !delay.await {
                    return severed();
                }
                admit(&shared, step, request, next).await
            }
            Moment::AfterWork => {
                let answer = admit(&shared, step, request, next).await;
                if delay.await { answer } else { severed() }
            }
        }
    });
    work.await.unwrap_or_else(|_| severed())
}

/// Lets a request through that has a valid token, or is for one.
async fn admit(shared: &Arc<Shared>, step: Step, request: Request, next: Next) -> Response {
    if step != Step::Token && !authorised(shared, request.headers()) {
        return Refusal::unauthorised().into_response();
    }
    next.run(request).await
}

fn authorised(shared: &Shared, headers: &HeaderMap) -> bool {
    let shown = headers.get(AUTHORIZATION);
    let shown = shown.and_then(|shown| shown.to_str().ok()?.strip_prefix("Bearer "));
    let Some(token) = shown else {
        return false;
    };
    shared.lock().tokens.accepts(token, shared.clock.now())
}

/// Whether a mishap needs the right answer to begin with.
fn alters_the_answer(mishap: &Mishap) -> bool {
    match mishap {
        Mishap::Truncated
        | Mishap::Oversized
        | Mishap::OtherOrder
        | Mishap::OtherOrderWhole
        | Mishap::UnknownStatus { .. }
        | Mishap::Unfinished { .. }
        | Mishap::Slow { .. } => true,
        Mishap::Refuse { .. }
        | Mishap::TooMany { .. }
        | Mishap::Broken
        | Mishap::BadGateway
        | Mishap::Garbage
        | Mishap::Drop
        | Mishap::Redirect { .. } => false,
    }
}

async fn spoiled(shared: &Shared, step: Step, mishap: Mishap, answer: Response) -> Response {
    match mishap {
        Mishap::Refuse {
            status,
            kind,
            messages,
        } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            if step == Step::Token {
                return token::error(status, &kind, &messages.join("; "));
            }
            Refusal::new(status, &kind, messages).into_response()
        }
        Mishap::TooMany { headers } => {
            let mut answer = Refusal::too_many().into_response();
            let headers = headers.into_iter().filter_map(|(name, value)| {
                let name: HeaderName = name.parse().ok()?;
                Some((name, HeaderValue::try_from(value).ok()?))
            });
            answer.headers_mut().extend(headers);
            answer
        }
        Mishap::Broken => Refusal::broken().into_response(),
        Mishap::BadGateway => {
            let page = Html("<html><body><h1>502 Bad Gateway</h1></body></html>");
            (StatusCode::BAD_GATEWAY, page).into_response()
        }
        Mishap::Garbage => {
            let kind = [(CONTENT_TYPE, "application/json")];
            (kind, "\u{fffd}\u{0}]}{not json at all").into_response()
        }
        Mishap::Redirect { to } => {
            let Ok(to) = HeaderValue::try_from(to) else {
                return Refusal::broken().into_response();
            };
            (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, to)]).into_response()
        }
        Mishap::Drop => severed(),
        Mishap::Slow { .. } => answer,
        Mishap::Truncated => reworked(answer, |body| body.slice(..body.len() / 2).into()).await,
        Mishap::Oversized => reworked(answer, padded).await,
        Mishap::OtherOrder => {
            rewritten(answer, |body| {
                let id = other_order(shared, body["id"].as_str());
                body["id"] = id.to_string().into();
            })
            .await
        }
        Mishap::OtherOrderWhole => {
            reworked(answer, |body| {
                let text = String::from_utf8_lossy(&body);
                let read = serde_json::from_str::<Value>(&text).unwrap_or_default();
                let Some(mine) = read["id"].as_str() else {
                    return body.into();
                };
                let id = other_order(shared, Some(mine));
                text.replace(mine, &id.to_string()).into()
            })
            .await
        }
        Mishap::UnknownStatus { status } => {
            rewritten(answer, move |body| {
                if let Some(items) = body.get_mut("data").and_then(Value::as_array_mut) {
                    for item in items {
                        item["status"] = status.clone().into();
                    }
                } else {
                    body["status"] = status.into();
                }
            })
            .await
        }
        Mishap::Unfinished { status } => {
            rewritten(answer, move |body| {
                body["status"] = status.into();
                if let Some(order) = body.as_object_mut() {
                    order.remove("output");
                }
            })
            .await
        }
    }
}

/// The id of some other order, or one that nobody has.
fn other_order(shared: &Shared, mine: Option<&str>) -> Uuid {
    let state = shared.lock();
    let mut ids = state.ledger.orders().iter().map(|order| order.id);
    ids.find(|id| Some(id.to_string().as_str()) != mine)
        .unwrap_or_else(Uuid::new_v4)
}

fn is_json(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

/// Behind a byte order mark. Streamed, because an oversized body is too.
fn marked(body: Bytes) -> Body {
    let mark = Bytes::from_static("\u{feff}".as_bytes());
    Body::from_stream(stream::iter([mark, body].map(Ok::<_, Infallible>)))
}

fn padded(body: Bytes) -> Body {
    let padding = std::iter::repeat_n(Bytes::from(vec![b' '; PADDING_BLOCK]), PADDING_BLOCKS);
    let blocks = padding.chain([body]).map(Ok::<_, Infallible>);
    Body::from_stream(stream::iter(blocks))
}

async fn rewritten(answer: Response, change: impl FnOnce(&mut Value)) -> Response {
    reworked(answer, |body| {
        let Ok(mut value) = serde_json::from_slice::<Value>(&body) else {
            return body.into();
        };
        if value.is_object() {
            change(&mut value);
        }
        value.to_string().into()
    })
    .await
}

async fn reworked(answer: Response, change: impl FnOnce(Bytes) -> Body) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return severed();
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, change(body))
}

/// States the sandbox's own time, which its limits and dates go by.
fn date(shared: &Shared, response: &mut Response) {
    let now = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&shared.clock.now());
    if let Some(now) = now.ok().and_then(|now| HeaderValue::try_from(now).ok()) {
        response.headers_mut().insert(DATE, now);
    }
}

/// What the caller calls a request, so that both sides can find it again.
pub(super) fn correlation_id(headers: &HeaderMap) -> Option<String> {
    Some(headers.get("x-correlation-id")?.to_str().ok()?.to_owned())
}
