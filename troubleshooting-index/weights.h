// The weights of ranking, found by coordinate search over the symptoms of several repositories together
// (references/ranking.md says how, and what each feature brings).
#pragma once

#include <array>

#include "troubleshooting-index/entry_record.h"

namespace fingerpost {

struct Weights {
  // BM25F over the fields of an entry.
  std::array<float, kEntryFields> field = {8.0f, 2.5f, 1.5f, 1.0f, 1.0f};  // title, symptom, literal, body, context
  float saturation = 1.2f;
  float length_share = 0.4f;    // b of BM25
  float least_entries = 50.0f;  // a smaller repository is too small to tell how rare a word is

  // Of a term that stands in no entry, for the whole that a symptom says.
  float unknown_share = 0.3f;

  // Which candidates are looked at closely.
  float first_codes = 0.3f;
  float first_families = 0.1f;

  // The features of a candidate, each 0..1.
  float words = 0.36f;
  float coverage = 0.12f;
  float head = 0.2f;
  float pairs = 0.072f;
  float codes = 0.12f;
  float families = 0.16f;
  float near = 0.15f;
  float subject = 0.1f;
  float named = 0.08f;        // of the names that an asker gives, those that it holds
  float head_slack = 1.0f;    // rarity that is added to a head, so that one word is no whole title
  float pairs_scale = 3.75f;  // of their saturation

  // Likeness counts in full where the best candidate covers less than `told` - `told_range` of an asker's own words,
  // and not at all from `told` on.
  float told = 0.8f;
  float told_range = 0.4f;

  // What is taken off the sum.
  float certainty = 0.5f;     // how much it counts that a place surely is a problem with its fix
  float contradicted = 0.8f;  // it is about another error code
  float other_port = 0.7f;
  float passage = 0.72f;  // it is a mere section, and a machine speaks; people ask about what is no problem too

  // How much a word of the symptom counts, by where it stands.
  float line = 1.0f;
  float root_cause = 2.08f;
  float asker = 1.0f;
  float quoted = 1.2f;
  float name = 0.36f;     // of a program, host or file in a log
  float synonym = 0.95f;  // times the vocabulary's weight
  float spelling = 0.7f;
};

inline constexpr Weights kWeights;

}  // namespace fingerpost
