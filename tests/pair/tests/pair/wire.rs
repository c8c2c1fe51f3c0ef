//! What lies between the parties.

use http::{Request, Response};

use crate::edit::{self, Field};

/// A message of a run, in the order in which they are first sent.
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

    /// Whether it goes to the provider; otherwise to the relying party.
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

    /// Whether the browser carries it.
    pub(crate) fn is_in_front(self) -> bool {
        matches!(self, Self::AuthorizationRequest | Self::AuthorizationResponse)
    }
}

/// A message as it is on the wire.
#[derive(Clone, Debug)]
pub(crate) enum Raw {
    /// What the browser is sent to.
    Url(String),
    Request(Request<Vec<u8>>),
    Response(Response<Vec<u8>>),
}

/// What is done to one message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mutation {
    /// The field has another value.
    Altered(Field),
    /// The field is missing.
    Dropped(Field),
    /// The field is there twice, with the same value.
    Duplicated(Field),
    /// There is a field that nobody knows.
    Added,
    /// The message does not arrive.
    Lost,
    /// A request arrives twice, and the second answer counts. In place of a response arrives the one
    /// that answered the same request for somebody else.
    Replayed,
    /// In place of the message arrives the next one in the same direction.
    Reordered,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tampering {
    pub(crate) message: Message,
    pub(crate) mutation: Mutation,
}

/// Every message of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape(Vec<(Message, Raw)>);

impl Tape {
    pub(crate) fn get(&self, message: Message) -> Option<&Raw> {
        self.0.iter().find(|(recorded, _)| *recorded == message).map(|(_, raw)| raw)
    }

    /// The message that a party would get next from the same side, over the same channel.
    fn next(&self, message: Message) -> Option<&Raw> {
        let alike =
            |other: &Message| other.is_request() == message.is_request() && !other.is_in_front();
        let later = |other: &Message| *other > message;
        let mut same = self.0.iter().filter(|(other, _)| alike(other) && *other != message);
        same.clone().find(|(other, _)| later(other)).or(same.next()).map(|(_, raw)| raw)
    }
}

/// Other runs, for what is replayed and reordered.
#[derive(Clone, Copy)]
pub(crate) struct Tapes<'a> {
    /// The same run, untouched.
    pub(crate) same: &'a Tape,
    /// A run of another user's.
    pub(crate) other: &'a Tape,
}

pub(crate) struct Wire<'a> {
    tampering: Option<(&'a Tampering, Tapes<'a>)>,
    pub(crate) tape: Tape,
}

/// What arrives.
pub(crate) enum Carried {
    Once(Raw),
    Twice(Raw),
    Nothing,
}

impl<'a> Wire<'a> {
    pub(crate) fn new(tampering: Option<(&'a Tampering, Tapes<'a>)>) -> Self {
        Self { tampering, tape: Tape::default() }
    }

    /// Whether this is done to that message.
    pub(crate) fn is(&self, message: Message, mutation: &Mutation) -> bool {
        self.tampering.is_some_and(|(it, _)| it.message == message && it.mutation == *mutation)
    }

    /// This message as it would be in the untouched run.
    pub(crate) fn untouched(&self, message: Message) -> Raw {
        let (_, tapes) = self.tampering.expect("something is tampered with");
        tapes.same.get(message).expect("it was sent").clone()
    }

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
            Mutation::Replayed => {
                Carried::Once(tapes.other.get(message).expect("they ran alike").clone())
            }
            // Who the browser carries for first is for the run to say.
            Mutation::Reordered if message.is_in_front() => Carried::Once(raw),
            Mutation::Reordered => {
                Carried::Once(tapes.same.next(message).expect("there are several").clone())
            }
        }
    }
}
