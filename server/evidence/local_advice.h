// Advice that is right for a server of one's own on this machine and wrong for any other: it takes the encryption away.
#pragma once

#include <string_view>

#include "troubleshooting-index/diagnose.h"

namespace fingerpost {

bool is_local_advice(std::string_view text);

// Takes such advice out of an entry: its steps, its first action and the lines of its text. False where it has none.
bool take_out_local_advice(DiagnosedEntry& entry);

}  // namespace fingerpost
