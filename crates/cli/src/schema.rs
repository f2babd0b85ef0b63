//! `schema`: what the files look like, for editors and programs.

use rapporteur_stage::Registry;

use crate::{
    args::{SchemaArgs, SchemaOf},
    complaint::{Complaint, DONE},
    output,
};

/// Writes a JSON Schema.
pub(crate) fn schema(args: &SchemaArgs, registry: &Registry) -> Result<u8, Complaint> {
    let text = match args.of {
        SchemaOf::Pipeline => serde_json::to_string_pretty(&rapporteur_config::schema(registry)),
        SchemaOf::Protocol => serde_json::to_string_pretty(&rapporteur_worker::schema()),
        SchemaOf::Document => serde_json::to_string_pretty(&rapporteur_export::schema()),
    };
    let text = text.map_err(|e| Complaint::new(format!("the schema could not be written: {e}")))?;
    output::result(&(text + "\n"))?;
    Ok(DONE)
}
