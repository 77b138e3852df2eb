// Which words of a question a piece of text holds.
#pragma once

#include <string_view>
#include <vector>

#include "component-map/asked_words.h"

namespace fingerpost {

// How strongly each group of the question is held: the weight of its best alternative that stands in the text.
using Held = std::vector<float>;

// Raises what the text (its first 2,000 bytes) holds. REQUIRES: one element a group.
void hold(const AskedWords& asked, std::string_view text, Held& held);

float weight_of(const TermGroup& group);
// Of all its groups together.
float weight_of(const Question& question);

}  // namespace fingerpost
