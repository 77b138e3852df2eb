// How far the reading of a repository behind its questions' back is, and what of it a question waits for.
#pragma once

#include <cstddef>
#include <string>

namespace fingerpost {

// What a question needs beside documents and configuration. Entries are waited for as these are, since nothing else
// would answer; code only for a while after the start.
struct Awaited {
  bool entries = false;
  bool code = false;
};

// Of the files read so far and of all of them, in the phase at hand.
struct Readiness {
  bool documents = false;  // documents and configuration are in the map
  bool entries = false;    // the problems that documents write down, too
  bool whole = false;      // code too
  bool settled = false;    // code too, or it takes so long that nobody should wait for it
  std::string phase;
  std::size_t done = 0;
  std::size_t total = 0;

  // Of a repository that nothing is read of any more.
  static Readiness complete() { return {true, true, true, true, "", 0, 0}; }

  // Whether a question can be asked, be it that code is missing.
  bool allows(const Awaited& awaited) const { return documents && (entries || !awaited.entries); }
  // Whether it has nothing to wait for any more.
  bool suffices(const Awaited& awaited) const { return allows(awaited) && (settled || !awaited.code); }
};

}  // namespace fingerpost
