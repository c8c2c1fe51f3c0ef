//! The wire between the parties, which records every message and can change one.

use http::{Request, Response};

use crate::edit::{self, Field};

/// The messages of a run, in the order in which they are first sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Message {
    DiscoveryRequest,
    DiscoveryDocument,
    AuthorizationRequest,
    AuthorizationResponse,
    TokenRequest,
    TokenResponse,
    JwksRequest,
    Jwks,
    UserInfoRequest,
    UserInfoResponse,
    RefreshRequest,
    RefreshResponse,
}

impl Message {
    pub(crate) const ALL: [Self; 12] = [
        Self::DiscoveryRequest,
        Self::DiscoveryDocument,
        Self::AuthorizationRequest,
        Self::AuthorizationResponse,
        Self::TokenRequest,
        Self::TokenResponse,
        Self::JwksRequest,
        Self::Jwks,
        Self::UserInfoRequest,
        Self::UserInfoResponse,
        Self::RefreshRequest,
        Self::RefreshResponse,
    ];

    /// Whether the message goes to the provider. The others go to the relying party.
    pub(crate) fn is_request(self) -> bool {
        matches!(
            self,
            Self::DiscoveryRequest
                | Self::AuthorizationRequest
                | Self::TokenRequest
                | Self::JwksRequest
                | Self::UserInfoRequest
                | Self::RefreshRequest
        )
    }

    /// Whether the browser carries the message.
    pub(crate) fn is_in_front(self) -> bool {
        matches!(self, Self::AuthorizationRequest | Self::AuthorizationResponse)
    }
}

/// A message on the wire.
#[derive(Clone, Debug)]
pub(crate) enum Raw {
    /// The address that the browser is redirected to.
    Url(String),
    Request(Request<Vec<u8>>),
    Response(Response<Vec<u8>>),
}

/// A change of one message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mutation {
    /// The field gets another value.
    Altered(Field),
    /// The field is removed.
    Dropped(Field),
    /// The field appears twice, with the same value.
    Duplicated(Field),
    /// A field is added that no specification defines.
    Added,
    /// The message does not arrive.
    Lost,
    /// A request arrives twice, and the second response is delivered. A response is replaced by the
    /// response to the same request in a run of another user.
    Replayed,
    /// The message is replaced by the next message in the same direction.
    Reordered,
}

/// A change, and the message that it is made to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tampering {
    pub(crate) message: Message,
    pub(crate) mutation: Mutation,
}

/// The recorded messages of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape(Vec<(Message, Raw)>);

impl Tape {
    pub(crate) fn get(&self, message: Message) -> Option<&Raw> {
        self.0.iter().find(|(recorded, _)| *recorded == message).map(|(_, raw)| raw)
    }

    /// Returns the message that the same party receives next over the same channel.
    fn next(&self, message: Message) -> Option<&Raw> {
        let alike =
            |other: &Message| other.is_request() == message.is_request() && !other.is_in_front();
        let later = |other: &Message| *other > message;
        let mut same = self.0.iter().filter(|(other, _)| alike(other) && *other != message);
        same.clone().find(|(other, _)| later(other)).or(same.next()).map(|(_, raw)| raw)
    }
}

/// Recorded runs, from which replayed and reordered messages are taken.
#[derive(Clone, Copy)]
pub(crate) struct Tapes<'a> {
    /// The same run without a change.
    pub(crate) same: &'a Tape,
    /// A run of another user.
    pub(crate) other: &'a Tape,
}

pub(crate) struct Wire<'a> {
    tampering: Option<(&'a Tampering, Tapes<'a>)>,
    pub(crate) tape: Tape,
}

/// What arrives at the other end.
pub(crate) enum Carried {
    Once(Raw),
    Twice(Raw),
    Nothing,
}

impl<'a> Wire<'a> {
    pub(crate) fn new(tampering: Option<(&'a Tampering, Tapes<'a>)>) -> Self {
        Self { tampering, tape: Tape::default() }
    }

    /// Whether this change is made to this message.
    pub(crate) fn is(&self, message: Message, mutation: &Mutation) -> bool {
        self.tampering.is_some_and(|(it, _)| it.message == message && it.mutation == *mutation)
    }

    /// Returns this message from the unchanged run.
    pub(crate) fn unchanged(&self, message: Message) -> Raw {
        let (_, tapes) = self.tampering.expect("a change is made in this run");
        tapes.same.get(message).expect("it was sent").clone()
    }

    /// Records a message, and delivers it after the change of this run, if it is for this message.
    pub(crate) fn carry(&mut self, message: Message, raw: Raw) -> Carried {
        self.tape.0.push((message, raw.clone()));
        let Some((Tampering { mutation, .. }, tapes)) =
            self.tampering.filter(|(it, _)| it.message == message)
        else {
            return Carried::Once(raw);
        };
        match mutation {
            Mutation::Altered(field) => Carried::Once(edit::alter(raw, field)),
            Mutation::Dropped(field) => Carried::Once(edit::drop(raw, field)),
            Mutation::Duplicated(field) => Carried::Once(edit::duplicate(raw, field)),
            Mutation::Added => Carried::Once(edit::add(raw)),
            Mutation::Lost => Carried::Nothing,
            Mutation::Replayed if message.is_request() => Carried::Twice(raw),
            Mutation::Replayed => Carried::Once(
                tapes.other.get(message).expect("both runs have the same messages").clone(),
            ),
            // The run itself reorders what the browser carries.
            Mutation::Reordered if message.is_in_front() => Carried::Once(raw),
            Mutation::Reordered => Carried::Once(
                tapes.same.next(message).expect("a message in the same direction").clone(),
            ),
        }
    }
}
