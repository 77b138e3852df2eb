// Writes what was learned into the repository's own documents: fixes into troubleshooting-index.md, components into
// component-map.md. Each record is checked, held against what is there, written so that no other writer loses anything
// (upkeep/edit/change_file.h), and in the index when the call returns. One thread; any number of processes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "pointer-map/journal.h"
#include "pointer-map/map.h"
#include "troubleshooting-index/diagnose.h"
#include "upkeep/edit/change_file.h"
#include "upkeep/record/component.h"
#include "upkeep/record/fix.h"

namespace fingerpost {

struct RecordOptions {
  bool dry_run = false;  // the diff alone
  bool merge = false;    // extend the entry that is much the same
  bool commit = false;   // commit the document, and nothing else, to the branch that is checked out
  std::string branch;    // commit it to this branch instead; the working tree stays as it is
};

struct Recorded {
  std::string path;
  std::string title;
  int line_start = 0;  // of what was written, in the document as it is then; 0 where nothing was
  int line_end = 0;
  bool written = false;  // to the working tree or a branch
  bool merged = false;   // into an entry that was there
  std::string diff;
  std::string commit;  // its short name, "" for none
  // The entry that says much the same, where the record was not written for its sake.
  struct Existing {
    std::string path;
    std::string title;
    int line_start = 1;
    int line_end = 1;
  };
  std::optional<Existing> duplicate;
};

class Recorder {
 public:
  // Brings the map up to date with these files.
  using Mend = std::function<Result<Done>(const std::vector<std::string>& paths)>;

  // Keeps references.
  Recorder(const Root& root, Map& map, Diagnose& diagnose, Journal& journal, Mend mend)
      : root_(root), map_(map), diagnose_(diagnose), journal_(journal), mend_(std::move(mend)) {}

  // REQUIRES, of both: the map is as the tree is. Code::invalid_argument or not_found for a record that is not fit to
  // be written, with what to do about it; denied for protected documents.
  Result<Recorded> record_fix(const Fix& fix, const RecordOptions& options);
  Result<Recorded> record_component(const ComponentNote& note, const RecordOptions& options);

  // Takes back the last record of this repository that was written to its working tree. Code::not_found for none;
  // invalid_argument where its lines were edited since: nothing is changed then, and the record stays the last.
  Result<Recorded> undo();

  // Lays out the documents that are not there yet; returns what was done for each (written is false for those that
  // are there).
  Result<std::vector<Recorded>> init(bool dry_run);

 private:
  struct Outcome;
  using Edit = std::function<Result<TextEdit>(const Document& document, Outcome& outcome)>;

  std::string document_named(std::string_view name, std::string_view otherwise) const;
  Result<std::string> layout_of(std::string_view path);
  Result<Recorded> write(const std::string& path, std::string_view title, const std::string& what,
                         const RecordOptions& options, const Edit& edit);

  const Root& root_;
  Map& map_;
  Diagnose& diagnose_;
  Journal& journal_;
  Mend mend_;
};

}  // namespace fingerpost
