SELECT convert_to(concat('{"data":{"permissionGroups":', '[]', ',"twice":', '[]', '}}'), 'UTF8')
