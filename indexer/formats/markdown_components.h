// Components in markdown: the elements of MDX and HTML that make a section with a title (<Accordion title="…">,
// <FaqItem question="…">, <Tab name="…">, <details> with its <summary>). To CommonMark they are raw HTML up to the next
// blank line, with what is indented inside of them as code; to those who write and read them they hold markdown
// (https://mdxjs.com/docs/what-is-mdx/: "indented code does not work in MDX").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fingerpost {

struct Component {
  int first = 1;        // the line of the opening tag
  int head_last = 1;    // the last line of the tag, or of the <summary> below it
  int last = 0;         // the line of the closing tag; 0 where there is none
  std::string title;    // as written; "" for what only groups others (<Tabs>)
  bool folded = false;  // a <details>
};

struct Components {
  static constexpr std::int32_t kNone = -1;
  static constexpr std::int32_t kTag = -2;  // a tag that opens nothing with a title

  std::vector<Component> all;
  // By line, from 1: the component with a title that opens there, or one of the two above.
  std::vector<std::int32_t> at_line;
};

// Finds the components whose tags stand on lines of their own, outside of fences, and takes them out of the text: their
// tags become comments, and what stands inside of them loses the indentation that only the tags gave it. Lines stay
// lines. Linear; elements are counted to a depth of 64.
Components take_components(std::string& text);

}  // namespace fingerpost
