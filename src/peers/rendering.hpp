// A device's file in the forms it is handed out in: over REST, and by picctl. Pure.
#pragma once

#include "base/secret.hpp"
#include "control/call.hpp"
#include "formats/qr.hpp"
#include "peers/fields.hpp"

namespace pic::peers {

// What the suffix of a file's name says, if anything.
std::optional<FileFormat> named_format(std::string_view file_name);

// The same where a file is to be made: without a suffix it is text. Code::malformed for one that is
// no form's, which names those that are.
Result<FileFormat> format_of(std::string_view file_name);

// Of a file without its private key there is no code: a phone that scans one cannot complete it.
Error no_code_without_key();
Result<formats::QrCode> code_of(std::string_view conf);

// `name`: of the device. `conf`: its file as text.
Result<control::File> render(const std::string& name, FileFormat format, const Secret& conf);

} // namespace pic::peers
