// Tables of reStructuredText: grid tables, simple tables, list-table and csv-table directives, a row each. Linear.
#pragma once

#include "indexer/formats/text_outline.h"

namespace fingerpost {

// Each puts the table that begins at line n and lies above line `end` into the outline, and returns the line behind it;
// 0 when there is none there.
int read_grid_table(int n, int end, TextOutline& outline);
int read_simple_table(int n, int end, TextOutline& outline);

// The rows of a directive whose body is lines first to last; `headers` of them are header rows.
void read_list_rows(int first, int last, int headers, TextOutline& outline);
void read_csv_rows(int first, int last, int headers, TextOutline& outline);

}  // namespace fingerpost
