//! Feeds the tokens of a page to the reader.

use std::cell::RefCell;

use html5ever::{
    TokenizerResult,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{Rawtext, Rcdata, ScriptData},
    },
};
use rapporteur_stage::{Context, StageError};

use super::{
    elements,
    reader::{Page, Reader},
};
use crate::ingest;

/// Bytes between two looks at whether to stop.
const CHUNK: usize = 1 << 16;

/// Reads a whole page.
pub(crate) fn read(text: &str, cx: &Context<'_>) -> Result<Page, StageError> {
    Ok(feed(Reader::default(), text, false, cx)?.finish())
}

/// Feeds a page to a reader that may have read others; `xml` when an empty element may be written `<x/>`.
pub(crate) fn feed(reader: Reader, text: &str, xml: bool, cx: &Context<'_>) -> Result<Reader, StageError> {
    let sink = Sink { reader: RefCell::new(reader), xml };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        if cx.cancelled() {
            return Err(ingest::stopped());
        }
        let cut =
            (0..=CHUNK.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        queue.push_back(StrTendril::from_slice(chunk));
        // The end of a script pauses the tokenizer, in case the script has something to say.
        while let TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
        rest = after;
    }
    tokenizer.end();
    Ok(tokenizer.sink.reader.into_inner())
}

struct Sink {
    reader: RefCell<Reader>,
    xml: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.reader.borrow_mut();
        match token {
            Token::CharacterTokens(text) => reader.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                reader.open(&tag);
                if self.xml && tag.self_closing && !elements::is_void(&tag.name) {
                    reader.close(&tag.name);
                }
                if !tag.self_closing {
                    return content(&tag.name);
                }
            }
            Token::TagToken(tag) => reader.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the content of an element is to be tokenized.
fn content(name: &str) -> TokenSinkResult<()> {
    TokenSinkResult::RawData(match name {
        "title" | "textarea" => Rcdata,
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Rawtext,
        "script" => ScriptData,
        _ => return TokenSinkResult::Continue,
    })
}
