// What explains a symptom may be no entry: a section that says how something behaves, a comment beside a setting that
// says what goes wrong without it. So what somebody tells in own words is asked of all places too, where no entry is
// surely about it.
#pragma once

#include <cstddef>

#include "component-map/where.h"
#include "troubleshooting-index/diagnose.h"

namespace fingerpost {

// Whether the places should be asked as well: it was told in own words, and the first entry leaves room for doubt.
bool wants_places(const DiagnoseReply& reply);

// Puts the best of `places`, which were asked for the same words, into the reply: where it is an entry already, that
// one is as sure as the place is; otherwise it comes first if it is clearly surer than the first entry. At most `limit`
// entries are left.
void add_explaining_place(const WhereReply& places, std::size_t limit, DiagnoseReply& reply);

}  // namespace fingerpost
