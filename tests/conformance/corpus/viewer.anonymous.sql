SELECT convert_to('{"data":{"viewer":null}}', 'UTF8')
