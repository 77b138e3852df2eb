// Comments and docstrings: what a file says of itself, and of what stands on a line. Pure, any thread.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace fingerpost {

// Its lines; (0, 0) for none. What stands before it may be a shebang, a licence, and lines that speak to tools
// ("# frozen_string_literal: true", "//go:build linux").
std::pair<int, int> head_comment(const Lines& lines);

// The lines of the comment that ends directly above `line`, as (first, last); (0, 0) for none. A licence, or what
// speaks to tools, is none.
std::pair<int, int> comment_above(const Lines& lines, int line);

// The same for a setting, whose block comment may stand an empty line above it, as PHP's configuration files have it.
std::pair<int, int> comment_over_setting(const Lines& lines, int line);

// The comment behind what a line says, from its mark on; empty where none stands. What a quote follows may be a text.
std::string_view comment_behind(std::string_view line, std::initializer_list<std::string_view> marks);

// Whether a line of a comment (trimmed) is read by an editor, a linter or a compiler, and by no person.
bool speaks_to_tools(std::string_view line);

// The lines of the docstring that begins the body of a Python definition whose lines are [first, last]; (0, 0) for
// none. Of a long one its beginning.
std::pair<int, int> docstring_below(const Lines& lines, int first, int last);

}  // namespace fingerpost
