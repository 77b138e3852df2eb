// How well a place fits what was asked: what is measured of it, and the one sum that puts answers in order.
#pragma once

#include "component-map/question.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

// What is known of a place as an answer to one question. Shares are 0..1; a coverage is the rarity-weighted share of
// the question's words that something holds at all.
struct Fit {
  // Of its words.
  float words = 0.0f;        // the share of the question's weight that they bring
  float coverage = 0.0f;     // of the place, with what it has from the places above it
  float held = 0.0f;         // the share of the question's words that it holds, each counted as one
  float missed = 0.0f;       // the weight of the most telling word that stands elsewhere in the map but not here
  bool misses_most = false;  // the missed word tells more than any that it has
  bool misses_name = false;  // a name of the question that stands nowhere is not meant by the place either
  // Of its name and address.
  float key_match = 0.0f;   // how much of the question the place's own key names
  float key_named = 0.0f;   // how much of that key the question names
  bool exact_name = false;  // the question says the place's name, or its key of several parts, as it is
  float extra = 0.0f;       // words of the file's name that the question does not name
  float folders = 0.0f;     // above the file
  float depth = 0.0f;       // places above this one in its file
  float prior = 1.0f;       // of the file: how rarely the likes of it are meant
  float path_bonus = 0.0f;  // likewise, but added
  // Of what it is.
  Kind kind = Kind::document;
  bool in_document = false;  // stands in a text written for people
  bool whole_file = false;   // a script or workflow that is asked for, by all that stands in it
  float lines = 1.0f;        // that its size is reckoned by
  float kind_bonus = 0.0f;   // for what the place is, given what kind of answer is asked for
  // Of the other candidates around it.
  float file_coverage = 0.0f;    // of all candidates of its file together
  int inside = 0;                // candidates that it holds
  float inside_words = 0.0f;     // the best `words` among these
  float inside_coverage = 0.0f;  // of it and these together
};

// The higher, the better it fits; of use only beside the scores of the same question. Pure.
float score_of(const Question& question, const Fit& fit);

}  // namespace fingerpost
