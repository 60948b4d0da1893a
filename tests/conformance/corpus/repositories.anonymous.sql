SELECT convert_to(concat('{"data":{"__typename":"Query","workspace":', 'null', ',"other":', 'null', '}}'), 'UTF8')
