// The forms of English verbs and nouns that no rule of endings leads back to their base: sent → send, indices → index.
// The stemmer (Snowball's "english") knows rules alone.
#pragma once

#include <string_view>

namespace fingerpost {

// The base of a lower-case word, or the word itself. Forms that are as often words of their own, or that people say for
// something else (pointer-map/vocabulary.txt), are left as they are: left, bound, made, gone, stuck, forbidden.
std::string_view base_form(std::string_view word);

}  // namespace fingerpost
