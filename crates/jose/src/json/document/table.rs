//! The macro that turns a table of members into a struct.

/// Declares a document: a plain struct with one field for each member, made from one table.
///
/// A row has the member's documentation, its name, and its type, which is any
/// [`MemberType`](crate::json::document::MemberType). Three things may follow:
///
/// - `= required`: a document without the member is refused.
/// - `= promised`: the writer must write the member, but a document without the member can be read.
/// - `, omitted means <value>`: the default, which is a list of texts, one text, `true` or `false`.
/// - `as identity`: the member that says which document it is. The caller knows it, compares it
///   and passes it to `read`.
///
/// After the sections, `also { .. }` may declare fields that are not members. When a document is
/// created or read, these fields get their `Default` value.
///
/// The rows of one section stand together, and each field's documentation ends with what its row
/// says and a link to that section.
///
/// A field is visible where the struct is. The struct also gets `extra`, with all members that the
/// table does not name, and these:
///
/// | item | visible | what it does |
/// |---|---|---|
/// | `MEMBERS` | as the struct | lists all [`Member`](crate::json::document::Member)s of the table |
/// | `values(&self)` | as the struct | returns every member with its field |
/// | `members::<name>` | in the module | the [`Member`](crate::json::document::Member) of one field |
/// | `minimal(..)` | in the module | creates a document from its identity, its required members and its promised members |
/// | `read(.., Object, odd)` | in the module | reads a document from its identity and an object; calls `odd` for each value that cannot be read |
/// | `write(&self)` | in the module | writes a document into an object |
///
/// ```
/// mod song {
///     use symbolon_jose::{Object, json::document::ReadError};
///
///     symbolon_jose::document! {
///         /// What a server says about a song.
///         #[derive(Debug, PartialEq)]
///         pub struct Song, refused with BadMember {
///             section "Songs §2" "https://songs.example/#2" {
///                 /// The name of the song.
///                 title: String = required;
///                 /// The languages of the song.
///                 languages: Vec<String>, omitted means ["en"];
///             }
///         }
///     }
///
///     impl Song {
///         pub fn from_object(object: Object) -> Result<Self, BadMember> {
///             Self::read(object, |_, _, error| Err(error))
///         }
///
///         pub fn is_sung_in(&self, language: &str) -> bool {
///             members::languages.lists(&self.languages, language)
///         }
/// #       pub fn to_object(&self) -> Object { self.write() }
/// #       pub fn new() -> Self { Self::minimal("Daisy".to_owned()) }
///     }
///
///     #[derive(Debug, PartialEq)]
///     pub struct BadMember(pub &'static str);
///
///     impl<E> From<ReadError<E>> for BadMember {
///         fn from(error: ReadError<E>) -> Self {
///             match error {
///                 ReadError::Missing(member) | ReadError::Value { member, .. } => Self(member),
///                 ReadError::Type(error) => Self(error.name),
///             }
///         }
///     }
/// }
/// use song::{BadMember, Song};
/// use symbolon_jose::Object;
///
/// let daisy = Song::from_object(Object::parse(br#"{"title":"Daisy","key":"F"}"#)?).unwrap();
/// assert!(daisy.is_sung_in("en"));
/// assert_eq!(daisy.extra.names().collect::<Vec<_>>(), ["key"]);
/// assert_eq!(Song::from_object(Object::new()), Err(BadMember("title")));
/// assert_eq!(Song::MEMBERS[1].section(), "Songs §2");
/// # Ok::<(), symbolon_jose::json::Error>(())
/// ```
#[macro_export]
macro_rules! document {
    (
        $(#[$attribute:meta])*
        $visible:vis struct $document:ident, refused with $error:ty {$(
            section $section:literal $link:literal {$(
                $(#[$doc:meta])*
                $member:ident: $type:ty
                    $(as $identity:ident)? $(= $required:ident)? $(, omitted means $default:tt)?;
            )*}
        )*
        $(also {$(
            $(#[$also_doc:meta])*
            $also:ident: $also_type:ty;
        )*})?}
    ) => {
        $(#[$attribute])*
        $visible struct $document {
            $($(
                $(#[$doc])*
                ///
                #[doc = concat!(
                    $crate::document_row!(doc $($identity)? $($required)? $($default)?),
                    "[", $section, "](", $link, ")",
                )]
                $visible $member: $type,
            )*)*
            /// All members that have no field of their own, as they were received.
            ///
            /// A member that has a field is never here.
            $visible extra: $crate::Object,
            $($(
                $(#[$also_doc])*
                $also: $also_type,
            )*)?
        }

        impl $document {
            /// All members that have a field, in the order of the fields.
            $visible const MEMBERS: &'static [$crate::json::document::Member] =
                &[$($(members::$member,)*)*];

            /// Returns all members that have a field, each with that field.
            ///
            /// Use `downcast_ref` to read a field as its type.
            $visible fn values(
                &self,
            ) -> impl Iterator<
                Item = ($crate::json::document::Member, &dyn ::core::any::Any),
            > {
                let values = [$($((members::$member, &self.$member as &dyn ::core::any::Any),)*)*];
                values.into_iter()
            }

            /// Creates a document with its identity and required members. All others are omitted.
            fn minimal($($(
                $($member: $crate::document_row!(type $identity $type),)?
                $($member: $crate::document_row!(type $required $type),)?
            )*)*) -> Self {
                Self {
                    $($($member:
                        $crate::document_row!(new $member $($identity)? $($required)?),)*)*
                    extra: $crate::Object::new(),
                    $($($also: Default::default(),)*)?
                }
            }

            /// Reads a document whose identity is known. What is left of the object is `extra`.
            ///
            /// Calls `odd` with the name of the member, the value and the error for each value
            /// that cannot be read, unless the member is required. If `odd` returns an error, the
            /// document is refused. Otherwise the value is left out.
            fn read(
                $($($($member: $crate::document_row!(type $identity $type),)?)*)*
                mut object: $crate::Object,
                mut odd: impl FnMut(
                    &'static str,
                    &$crate::json::document::Value,
                    $error,
                ) -> ::core::result::Result<(), $error>,
            ) -> ::core::result::Result<Self, $error> {
                Ok(Self {
                    $($($member: $crate::document_row!(
                        read object odd $error, $member $type, $($identity)? $($required)?),)*)*
                    extra: object,
                    $($($also: Default::default(),)*)?
                })
            }

            /// Writes the document as an object, in which each name has one value.
            fn write(&self) -> $crate::Object {
                let mut object = self.extra.clone();
                $($(
                    object.remove(stringify!($member));
                    $crate::document_row!(write self object $member $($identity)?);
                )*)*
                object
            }
        }

        /// The members of the table, each as a constant with the member's own name.
        #[expect(non_upper_case_globals, reason = "a constant has the name of its member")]
        mod members {
            use $crate::json::document::{Absent, Member};
            use $crate::rule::Section;

            $($(
                pub(super) const $member: Member = Member::new(
                    stringify!($member),
                    Section::new($section, $link),
                    $crate::document_row!(absent $($identity)? $($required)? $($default)?),
                );
            )*)*
        }
    };
}

/// Expands what the optional parts of one row of [`document!`](crate::document) stand for.
#[doc(hidden)]
#[macro_export]
macro_rules! document_row {
    // The type of an argument.
    (type identity $type:ty) => { $type };
    (type required $type:ty) => { $type };
    (type promised $type:ty) => { $type };

    // The sentence about absence in a field's documentation.
    (doc) => { "" };
    (doc identity) => { "Required. " };
    (doc required) => { "Required. " };
    (doc promised) => { "Required. " };
    (doc $default:tt) => { concat!("Omitted means `", stringify!($default), "`. ") };

    // The same as data.
    (absent) => { Absent::NoDefault };
    (absent identity) => { Absent::Refused };
    (absent required) => { Absent::Refused };
    (absent promised) => { Absent::Refused };
    (absent true) => { Absent::Flag(true) };
    (absent false) => { Absent::Flag(false) };
    (absent [$($text:literal),*]) => { Absent::Texts(&[$($text),*]) };
    (absent $text:literal) => { Absent::Texts(&[$text]) };

    // A field of a new document.
    (new $member:ident) => { Default::default() };
    (new $member:ident identity) => { $member };
    (new $member:ident required) => { $member };
    (new $member:ident promised) => { $member };

    // A field of a document that is read.
    (read $object:ident $odd:ident $error:ty, $member:ident $type:ty, identity) => { $member };
    (read $object:ident $odd:ident $error:ty, $member:ident $type:ty, required) => {
        <$type as $crate::json::document::MemberType>::take(&mut $object, stringify!($member))?
            .ok_or($crate::json::document::ReadError::<
                <$type as $crate::json::document::MemberType>::Error,
            >::Missing(stringify!($member)))?
    };
    (read $object:ident $odd:ident $error:ty, $member:ident $type:ty, promised) => {
        $crate::document_row!(read $object $odd $error, $member $type,)
    };
    (read $object:ident $odd:ident $error:ty, $member:ident $type:ty,) => {{
        let mut result: ::core::result::Result<(), $error> = Ok(());
        let value = <$type as $crate::json::document::MemberType>::take_readable(
            &mut $object,
            stringify!($member),
            &mut |found, error| {
                if result.is_ok() {
                    result = $odd(stringify!($member), found, error.into());
                }
            },
        );
        result?;
        value.unwrap_or_default()
    }};

    // A member of a document that is written.
    (write $self:ident $object:ident $member:ident) => {
        $crate::json::document::MemberType::put(
            &$self.$member,
            &mut $object,
            stringify!($member),
        )
    };
    (write $self:ident $object:ident $member:ident identity) => {
        $object.insert(stringify!($member), $self.$member.as_str())
    };
}
