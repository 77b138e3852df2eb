// Places of many sources on their way into the map. Each thread that reads files has one of its own; what several have
// gathered becomes one segment when it is written (Map::apply).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pointer-map/impacts.h"
#include "pointer-map/pointer.h"
#include "pointer-map/postings.h"
#include "pointer-map/source.h"
#include "pointer-map/terms.h"

namespace fingerpost {

// Memory grows with the compressed postings. One thread at a time.
class SegmentBuilder {
 public:
  struct Pending {
    Source source;       // `first` counts from the builder's own first place
    std::string places;  // encoded
    std::vector<Finding> findings;
    std::string notes;
  };
  struct TermList {
    std::string_view term;
    const PostingWriter* postings;
  };

  // `analyzer` is the one that `impacts` were made with; the same for all sources, and it outlives the builder.
  void add(Source source, const std::vector<Place>& places, const SourceImpacts& impacts, const Analyzer& analyzer,
           std::vector<Finding> findings, std::string notes = {});
  void add_words(std::vector<std::string> words);
  // Sorts terms and words, once all is added: on the thread that added them rather than on the one that writes. Another
  // call does nothing.
  void finish();

  bool empty() const { return sources_.empty(); }
  std::size_t bytes() const { return bytes_; }

  // --- for writing ---
  const std::vector<Pending>& sources() const { return sources_; }
  const std::string& info() const { return info_; }
  DocId docs() const { return docs_; }
  // REQUIRES: finished. Both sorted, each entry once.
  const std::vector<TermList>& lists() const { return lists_; }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::vector<Pending> sources_;
  std::string info_;  // encoded PlaceInfo of every place
  DocId docs_ = 0;
  std::size_t bytes_ = 0;
  const Analyzer* analyzer_ = nullptr;
  std::vector<PostingWriter> postings_;  // by the analyzer's TermId
  std::vector<TermId> used_;             // those with postings
  std::vector<TermList> lists_;
  std::vector<std::string> words_;
  bool finished_ = false;
};

}  // namespace fingerpost
