// What CommonMark makes of a text before it is parsed: the authors' meaning where the rules lose it, and bounds where
// the parser has none.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// The text for the parser, with the same lines. A ```markdown fence that holds fences of its own length is what its
// author meant: one block, up to the fence that closes it (the rules end it at the first inner one and turn the rest of
// the page inside out). A fence with a directive of MyST ("```{note}") is a container, whose text is text. Lines that
// would cost the parser more than linear time are blanked (CVE-2023-24824 and its kin are open in Debian 12's
// cmark-gfm).
std::string prepare_for_parser(std::string_view text);

}  // namespace fingerpost
