// Finds slots, and labels sentences in a batch, with fastelman.hpp.
//     ./tagger ../flights.safetensors "show me flights from boston to denver on monday"
#include <fastelman.hpp>

#include <iostream>
#include <string>
#include <vector>

static void run(const std::string &path, const std::string &text) {
    const fastelman::model model = fastelman::model::open(path);
    const fastelman::tagger tagger(model);
    const std::vector<std::string> slot_names = model.slot_names();
    for (const fe_slot &slot : tagger.find_slots(text)) {
        const std::string words = text.substr(
            static_cast<std::size_t>(slot.start), static_cast<std::size_t>(slot.end - slot.start));
        std::cout << slot_names[static_cast<std::size_t>(slot.name)] << ": " << words << '\n';
    }

    // The same sentence twice, as indices, one after the other.
    std::vector<std::int32_t> words;
    const std::vector<fastelman::token> tokens = tagger.tag_text(text);
    for (int i = 0; i < 2; i++) {
        for (const fastelman::token &token : tokens) {
            words.push_back(model.word_index(std::string_view(text).substr(
                static_cast<std::size_t>(token.start), static_cast<std::size_t>(token.end - token.start))));
        }
    }

    const auto length = static_cast<std::int32_t>(tokens.size());
    const std::vector<std::int32_t> lengths = { length, length };
    std::vector<std::int32_t> labels(words.size());
    fastelman::batch(tagger, 2).tag(words, lengths, labels);
    for (std::size_t i = 0; i < labels.size(); i++) {
        std::cout << model.label_name(labels[i]) << ((i + 1) % tokens.size() == 0 ? '\n' : ' ');
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        std::cerr << "usage: tagger MODEL TEXT\n";
        return 2;
    }

    try {
        run(argv[1], argv[2]);
        return 0;
    } catch (const fastelman::error &failure) {
        std::cerr << fe_status_name(failure.code()) << ": " << failure.what() << '\n';
        return 1;
    }
}
