// What a value in source code is. Pure.
#pragma once

#include <string_view>

namespace fingerpost {

enum class Literal { none, number, small_number, text, empty_text, truth };

// A number with its unit or in a call of a duration ("4 * 1024", "Duration::from_secs(5)"), a text or a truth value.
// A sentence is something to say, not to set, and what is filled in is no literal: `none`.
Literal literal_of(std::string_view value);

// What stands before the comma, semicolon or bracket that ends an argument or entry, whose text follows; trimmed.
std::string_view first_argument(std::string_view text);

// The literal behind the word "default" inside of a value: `200` of "Field(default=200)", "z.number().default(200)" and
// "{ type: Number, default: 200 }"; "" for none.
std::string_view default_in(std::string_view value);

}  // namespace fingerpost
