// What a file is for, as its path alone says. Pure functions of paths relative to a root; any thread.
#pragma once

#include <string_view>

namespace fingerpost {

// A text that is written to be read: Markdown, reStructuredText, AsciiDoc or plain text, by its ending.
bool is_document_path(std::string_view path);

// A test or what tests alone use (fixtures, test data): what it says is about the product, and is not the product.
bool is_test_path(std::string_view path);

}  // namespace fingerpost
